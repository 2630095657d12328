# Run as a file, this gives the tests a script scope of their own: what $script: means in them.
param([scriptblock] $Body)
& $Body
