export { projectorConnections, startProjector, type Projector, type ProjectorParts } from './projector.js';
