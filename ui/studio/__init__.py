"""Cameras and microphone as Qt knows them."""
