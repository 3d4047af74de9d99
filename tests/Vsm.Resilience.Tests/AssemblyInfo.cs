// Whoever kills servers or fills them must be the only one for whom that is no surprise.
[assembly: NonParallelizable]
