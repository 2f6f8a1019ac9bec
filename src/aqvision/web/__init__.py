"""Browser -> the library and the jobs: a server for one club."""
