"""People picture by picture -> the athlete over the whole clip, and nobody else."""
