// They share a broker, and the machine with the processes that they start.
[assembly: NonParallelizable]
