import type { FastifyInstance } from 'fastify';
import { InvalidInput, OrderNotFound } from './errors.js';
import { bodyOf, textIn, wholeNumberIn } from './input.js';
import type { BookDocument } from './one-c/books.js';
import type { Misbehaviour } from './one-c/misbehaviour.js';
import type { OneC } from './one-c/one-c.js';
import { Schedule } from './one-c/schedule.js';
import type { Session, Step } from './one-c/session.js';
import {
  connectionFrom,
  fileFrom,
  lineFrom,
  misbehaviourFrom,
  quantityFrom,
  resultsFrom,
  shipmentFrom,
  textFrom,
} from './one-c-input.js';

const SHOWN_DOCUMENTS = 200;
const SHOWN_SESSIONS = 20;
const FILE_BODY_LIMIT = 48 * 1024 * 1024;

type ById = { Params: { id: string } };
type ByNumber = { Params: { n: string } };

export interface OneCState {
  /** Null = it is not connected to any site yet. */
  connection: {
    url: string;
    login: string;
    hasPassword: boolean;
    encoding: string;
    schemaVersion: string;
    zip: boolean;
    keepsLineRequisites: boolean;
  } | null;
  misbehaviour: Misbehaviour;
  everySeconds: number | null;
  isExchanging: boolean;
  /** Newest first; each has its file's text only when it is asked for by its id. */
  documents: Omit<BookDocument, 'xml'>[];
  documentsTotal: number;
  problems: string[];
  /** Newest first; what was sent and answered is told only of one that is asked for by its number. */
  sessions: (Omit<Session, 'steps'> & { steps: Omit<Step, 'sent' | 'answer'>[] })[];
}

/** The stand-in 1C by JSON, for its page and for tests of another process. */
export function oneCApi(oneC: OneC) {
  return async (app: FastifyInstance): Promise<void> => {
    const schedule = new Schedule(() => oneC.exchange());
    app.addHook('onClose', async () => {
      schedule.stop();
      oneC.close();
    });
    const state = (): OneCState => stateOf(oneC, schedule);

    app.get('/api/one-c/state', state);
    app.put('/api/one-c/connection', (request) => {
      oneC.connect(connectionFrom(request.body, oneC.connection()));
      return state();
    });
    app.put('/api/one-c/misbehaviour', (request) => {
      oneC.misbehave(misbehaviourFrom(request.body));
      return state();
    });
    app.delete('/api/one-c/misbehaviour', () => {
      oneC.behave();
      return state();
    });
    app.put('/api/one-c/schedule', (request) => {
      schedule.set(wholeNumberIn(bodyOf(request.body), 'seconds', 1, 86_400) ?? null);
      return state();
    });
    app.post('/api/one-c/reset', () => {
      oneC.reset();
      return state();
    });
    app.post('/api/one-c/exchange', (request) => {
      const queries = wholeNumberIn(bodyOf(request.body), 'queries', 1, 1000);
      return oneC.exchange(queries === undefined ? {} : { queries });
    });
    app.get<ByNumber>('/api/one-c/sessions/:n', (request) => {
      const found = oneC.log.sessions.find(({ n }) => String(n) === request.params.n);
      if (found) return found;
      throw new InvalidInput('n', `Сеанса ${request.params.n} в журнале уже нет`);
    });
    stepRoutes(app, oneC);
    documentRoutes(app, oneC);
    outboxRoutes(app, oneC);
  };
}

/** Steps of a session one by one. */
function stepRoutes(app: FastifyInstance, oneC: OneC): void {
  for (const name of ['checkauth', 'init', 'query', 'success', 'info'] as const) {
    app.post(`/api/one-c/steps/${name}`, () => oneC[name]());
  }
  app.post('/api/one-c/steps/save', () => oneC.save());
  app.post('/api/one-c/steps/file', { bodyLimit: FILE_BODY_LIMIT }, (request) => {
    const { bytes, ...options } = fileFrom(request.body);
    return oneC.sendFile(bytes, options);
  });
  app.post('/api/one-c/steps/import', (request) => oneC.import(textFrom(request.body, 'filename')));
}

/** What a person does in 1C. */
function documentRoutes(app: FastifyInstance, oneC: OneC): void {
  const path = '/api/one-c/documents/:id';
  const known = (id: string): string => {
    if (oneC.books.document(id)) return id;
    throw new OrderNotFound(id);
  };
  app.get<ById>(path, ({ params }) => oneC.books.document(known(params.id)));
  app.post<ById>(`${path}/status`, ({ params, body }) => oneC.setStatus(known(params.id), textFrom(body, 'status')));
  app.post<ById>(`${path}/quantity`, ({ params, body }) => {
    const { line, quantity } = quantityFrom(body);
    return oneC.setQuantity(known(params.id), line, quantity);
  });
  app.post<ById>(`${path}/remove-line`, ({ params, body }) => oneC.removeLine(known(params.id), lineFrom(body)));
  app.post<ById>(`${path}/cancel`, ({ params }) => oneC.cancel(known(params.id)));
  app.post<ById>(`${path}/mark-for-deletion`, ({ params }) => oneC.markForDeletion(known(params.id)));
  app.post<ById>(`${path}/ship`, ({ params, body }) => oneC.ship(known(params.id), shipmentFrom(body)));
}

function outboxRoutes(app: FastifyInstance, oneC: OneC): void {
  const limitIn = (body: unknown): number | undefined => wholeNumberIn(bodyOf(body), 'limit', 1, 1000);
  app.post('/api/one-c/outbox/ping', () => oneC.outbox.ping());
  app.post('/api/one-c/outbox/query', ({ body }) => oneC.outbox.query(limitIn(body)));
  app.post('/api/one-c/outbox/run', ({ body }) => oneC.outbox.run(limitIn(body)));
  app.post('/api/one-c/outbox/ack', ({ body }) => {
    const batchId = textIn(bodyOf(body), 'batchId') ?? '';
    return oneC.outbox.ack(batchId, resultsFrom(body));
  });
}

function stateOf(oneC: OneC, schedule: Schedule): OneCState {
  const documents = oneC.books.all();
  const connection = oneC.connection();
  return {
    connection: connection && shownConnection(connection),
    misbehaviour: oneC.misbehaviour(),
    everySeconds: schedule.seconds(),
    isExchanging: oneC.isExchanging(),
    documents: documents
      .slice(-SHOWN_DOCUMENTS)
      .reverse()
      .map(({ xml: _xml, ...document }) => document),
    documentsTotal: documents.length,
    problems: oneC.books.problems(),
    sessions: oneC.log.sessions
      .slice(-SHOWN_SESSIONS)
      .reverse()
      .map(({ steps, ...session }) => ({
        ...session,
        steps: steps.map(({ sent: _sent, answer: _answer, ...step }) => step),
      })),
  };
}

function shownConnection({ password, ...connection }: NonNullable<ReturnType<OneC['connection']>>) {
  return { ...connection, hasPassword: password !== '' };
}
