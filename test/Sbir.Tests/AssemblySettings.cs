// An application runs in its project's folder, and a process has one current folder.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
