// A command changes the working directory of its process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
