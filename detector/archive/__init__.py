"""The archive: what earlier runs read, found and compared, so that a run judges only what is new."""
