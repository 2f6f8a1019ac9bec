"""Pixels -> landmarks of one body, by the landmark network itself, without MediaPipe around it."""
