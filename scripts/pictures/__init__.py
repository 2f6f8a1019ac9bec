"""The pictures of docs/method.md, drawn from the rendered sprint: `python -m scripts.pictures`."""
