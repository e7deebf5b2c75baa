import type { Client } from './client';
export class TauriClient { constructor() { throw new Error('not yet'); } }
export type X = Client;
