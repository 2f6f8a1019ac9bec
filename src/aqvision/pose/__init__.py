"""Frames -> PoseSequence: where the athlete's joints are in each image."""
