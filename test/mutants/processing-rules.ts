import { embedded, type Mutant, unit } from './mutant.js';

const CONDITIONS = 'offers/processing-rules/conditions.ts';
const JUDGEMENT = 'offers/processing-rules/judgement.ts';
const JUDGING = 'offers/processing-rules/judging.service.ts';
const TASKS = 'offers/processing-rules/processing.job.ts';
const UNDO = 'orders/undo/undo.service.ts';

const conditions = unit('offers/processing-rules/conditions');
const judgement = unit('offers/processing-rules/judgement');
const rules = (name: string) => embedded('/processing-rules.engines', name);

/** Rules of processing rules. */
export const PROCESSING_RULES: Mutant[] = [
  {
    rule: 'nothing is decided by the offer of a stale list',
    file: CONDITIONS,
    find: 'if (offer.isStale || ',
    replace: 'if (',
    killedBy: conditions,
  },
  {
    rule: 'nothing follows from what is missing while a list is stale',
    file: CONDITIONS,
    find: "return isOld ? 'stale_list' : undefined;",
    replace: 'return undefined;',
    killedBy: conditions,
  },
  {
    rule: 'no rest is refused that a stale list may have',
    file: CONDITIONS,
    find: 'quantity === position.quantity || (!unsureBy && !offer.isAtLeast)',
    replace: 'quantity === position.quantity || !offer.isAtLeast',
    killedBy: conditions,
  },
  {
    rule: 'nothing is sold out of which a list does not say how many there are',
    file: CONDITIONS,
    find: ' && !offer.isAtLeast;',
    replace: ';',
    killedBy: conditions,
  },
  {
    rule: 'the first rule that fits decides',
    file: JUDGEMENT,
    find: 'if (settled.has(position)) continue;',
    replace: '',
    killedBy: judgement,
  },
  {
    rule: 'a rule for the whole order decides all of it or nothing',
    file: JUDGEMENT,
    find: 'isWhole && found.size + unsure.size < order.positions.length',
    replace: 'false',
    killedBy: judgement,
  },
  {
    rule: 'nothing is decided that a rule before may decide otherwise by the next file of a stale list',
    file: JUDGEMENT,
    find: "if (action === 'leave') return undefined;",
    replace: 'return undefined;',
    killedBy: judgement,
  },
  {
    rule: 'a whole order is in doubt where one of its positions is',
    file: JUDGEMENT,
    find: 'isWhole && unsure.size > 0',
    replace: 'false',
    killedBy: judgement,
  },
  {
    rule: 'nothing follows from what is missing while no list is in force',
    file: CONDITIONS,
    find: "if (asked.length === 0) return 'no_list';",
    replace: '',
    killedBy: conditions,
  },
  {
    rule: 'nor while a list that the rule names is not in force',
    file: CONDITIONS,
    find: 'conditions.priceListIds?.some((id) => !inForce.has(id))',
    replace: 'false',
    killedBy: conditions,
  },
  {
    rule: 'a whole order is left to people where another rule is in doubt about one of its positions',
    file: JUDGEMENT,
    find: ' ?? ofWhole ?? verdict',
    replace: ' ?? verdict',
    killedBy: judgement,
  },
  {
    rule: 'what a rule leaves to people since nothing tells whether it fits says so',
    file: JUDGEMENT,
    find: 'if (left && !settled.has(position)) settled.set(position, left);',
    replace: '',
    killedBy: judgement,
  },
  {
    rule: 'of offers that fit, one that has all pieces is taken',
    file: CONDITIONS,
    find: 'affordable.find((each) => piecesOf(each) === position.quantity) ?? ',
    replace: '',
    killedBy: judgement,
  },
  {
    rule: 'a rule in shadow decides nothing',
    file: JUDGING,
    find: "rules.filter(({ mode }) => mode === 'on')",
    replace: 'rules',
    killedBy: rules('decide nothing and say what they would'),
  },
  {
    rule: 'a task is done once',
    file: JUDGING,
    find: 'await tx.manager.delete(RuleTask, { externalOrderId });',
    replace: '',
    killedBy: rules('are undone by whoever may'),
  },
  {
    rule: 'what the buyer changed is judged again',
    file: TASKS,
    find: "outcome === 'created' || outcome === 'updated'",
    replace: "outcome === 'created'",
    killedBy: rules('go by what the buyer changed'),
  },
  {
    rule: 'who may undo what rules decided is asked',
    file: UNDO,
    find: 'step && mayUndo(actor, [step])',
    replace: 'step',
    killedBy: rules('are undone by whoever may'),
  },
  {
    rule: 'what a position takes is not there for the next',
    file: JUDGEMENT,
    find: 'if (offer) taken.take(offer, quantity);',
    replace: '',
    killedBy: judgement,
  },
  {
    rule: 'what a rule that is on leaves to people says so',
    file: JUDGING,
    find: "verdict.rule.mode === 'shadow' || !isDecision(verdict)",
    replace: "verdict.rule.mode === 'shadow'",
    killedBy: rules('leave to people what they are to leave'),
  },
];
