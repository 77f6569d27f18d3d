"""What the prompter shows, and how it is moved. Painted by `panels`, shown by `windows`."""
