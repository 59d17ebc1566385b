export { observeBatches, type ProjectorObserver } from './observe-batches.js';
export { createProjectorMetrics, refreshProjectorMetrics, type ProjectorMetrics } from './metrics.js';
export { projectorConnections, startProjector, type Projector, type ProjectorParts } from './projector.js';
export { tellTroubles } from './tell-troubles.js';
