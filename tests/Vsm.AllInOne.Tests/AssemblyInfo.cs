// Each starts the whole system, which has the machine for itself then.
[assembly: NonParallelizable]
