"""The windows: the seats' and the prompter's, furnished, placed, remembered; and the one that rescues the books."""
