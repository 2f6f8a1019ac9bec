"""PoseSequence -> Motion -> what the body does. Pure: no file, no model, no plot."""
