"""Steps -> the library's tables as this version knows them."""
