// Events, batches and the monitor.

import type { SyncanoError } from './errors.cjs';
import type { BatchAction, BatchObject, Common, Model } from './model.cjs';
import type { CallOptions } from './options.cjs';
import type { ResultSet } from './queries.cjs';

/** `Events`: the name of an event, and what its listeners are given. */
export interface Emitter<Events extends Record<keyof Events, readonly unknown[]>> {
  on<Name extends keyof Events>(event: Name, listener: (...values: Events[Name]) => void): this;
  removeListener<Name extends keyof Events>(event: Name, listener: (...values: Events[Name]) => void): this;
  removeListeners(event: keyof Events): this;
  removeAllListeners(): this;
  emit<Name extends keyof Events>(event: Name, ...values: Events[Name]): this;
}

export interface PagesEvents<Item> {
  start: [];
  page: [page: ResultSet<Item>];
  /** The end, with every object. */
  stop: [objects: Item[]];
  /** The end, once. */
  error: [error: SyncanoError];
}

/** What `all()` returns. */
export interface Pages<Item> extends Emitter<PagesEvents<Item>> {
  start(): this;
  /** No further page is asked for. */
  stop(): this;
  /** Pages to ask for; 0 is all of them. */
  pages: number;
  currentPage: number;
  result: Item[];
  abort: boolean;
}

export interface BatchManagerFactory {
  /** @throws {ValidationError} without an instance name, given or default. */
  new (properties?: { instanceName?: string }): BatchManager;
  (properties?: { instanceName?: string }): BatchManager;
}

/** A model that can be part of a batch. */
export type Batchable = Pick<Model<unknown>, 'toBatchObject'>;

export interface BatchEntry {
  object: Batchable;
  action: BatchAction;
}

/** What became of one entry. */
export interface BatchResult {
  /** HTTP status. */
  code: number;
  /** Missing where the answer is empty. */
  content?: unknown;
}

export interface BatchManager extends Common {
  readonly objects: BatchObject[];
  readonly instanceName: string;
  readonly batchUrl: string;
  /** 50. */
  maxBatchObjects: number;
  /** @throws {SyncanoError} for a wrong entry, and above fifty. */
  addObjects(...entries: (BatchEntry | readonly BatchEntry[])[]): this;
  addObjectsFromArray(models: readonly Batchable[], action: BatchAction): this;
  addSingleObject(model: Batchable, action: BatchAction): this;
  getObjects(): BatchObject[];
  removeObjects(): this;
  /** Sends what was added, which stays. Rejects with a `SyncanoError` when there is nothing. */
  batch(options?: CallOptions): Promise<BatchResult[]>;
}

export interface MonitorEvents {
  connected: [];
  disconnected: [error: SyncanoError];
}

/** Tells when the server can be reached and when not. */
export interface Monitor extends Emitter<MonitorEvents>, Common {
  /** Milliseconds between two questions, and for an answer: 5 000. */
  timeout: number;
  /** The running timer, or `null`. */
  readonly interval: unknown;
  /** `null` before the first answer. */
  connected: boolean | null;
  /** Asks again and again; no process stays alive for it. */
  startMonitoring(): void;
  stopMonitoring(): void;
  /** Asks once, without keys. */
  ping(): void;
}
