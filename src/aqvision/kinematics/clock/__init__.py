"""What the motion shows of the camera's true rate."""
