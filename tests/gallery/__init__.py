"""Every state of the windows as a picture, at every size, density, language and look: `make gallery`."""
