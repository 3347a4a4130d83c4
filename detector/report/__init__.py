"""From a Run to what an editor reads and a program parses. `build.write` is the way in."""
