"""Where pictures come from: device, file, URL or the synthetic studio; one capture thread per open camera."""
