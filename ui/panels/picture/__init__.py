"""The picture viewers see, what lies over it, and cutting a photo by hand."""
