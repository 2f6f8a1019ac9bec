"""Raw points -> the athlete's joints: sides, outliers, gaps, noise and how far each may be off."""
