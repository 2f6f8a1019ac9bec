"""Background and ground -> how the camera moved and how metres lie in its pictures."""
