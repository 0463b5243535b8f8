import type { Id, Order, PartialOrder, Position } from './order.js';
import { nextPositionId } from './order.js';

type Part = Pick<Position, 'brand' | 'number' | 'name' | 'price'>;

const PARTS: Part[] = [
  { brand: 'BOSCH', number: '0 986 494 019', name: 'Колодки тормозные дисковые передние', price: '3450.00' },
  { brand: 'MANN-FILTER', number: 'W 914/2', name: 'Фильтр масляный', price: '689.50' },
  { brand: 'MANN-FILTER', number: 'C 25 114', name: 'Фильтр воздушный', price: '1120.00' },
  { brand: 'MAHLE', number: 'LA 875', name: 'Фильтр салона угольный', price: '1390.00' },
  { brand: 'NGK', number: 'BKR6E-11', name: 'Свеча зажигания', price: '412.30' },
  { brand: 'GATES', number: 'K015565XS', name: 'Комплект ремня ГРМ', price: '7890.00' },
  { brand: 'BREMBO', number: '09.A727.10', name: 'Диск тормозной вентилируемый', price: '4275.90' },
  { brand: 'TRW', number: 'GDB1550', name: 'Колодки тормозные дисковые задние', price: '2640.00' },
  { brand: 'LEMFÖRDER', number: '37115 01', name: 'Рычаг подвески передний левый', price: '9340.00' },
  { brand: 'SACHS', number: '314 717', name: 'Амортизатор задний газомасляный', price: '5180.00' },
  { brand: 'SKF', number: 'VKBA 6649', name: 'Подшипник ступицы передний', price: '4015.75' },
  { brand: 'HELLA', number: '8GJ 002 525-131', name: 'Лампа H4 12 В 60/55 Вт', price: '245.00' },
];

const CUSTOMERS = [
  { name: 'Иванов Пётр', phone: '+7 900 000-00-01', email: 'ivanov@example.com' },
  { name: 'Смирнова Анна', phone: '+7 900 000-00-02', email: 'smirnova@example.com' },
  { name: 'Гайдаров Руслан', phone: '+7 900 000-00-03', email: 'gaidarov@example.com' },
  { name: 'Кузнецова Ольга', phone: '+7 900 000-00-04', email: 'kuznetsova@example.com' },
  { name: 'ИП Орлов, автосервис', phone: '+7 900 000-00-05', email: 'service@example.com' },
];

const COMMENTS = ['', '', 'Позвоните перед отправкой', 'Нужно до пятницы', 'Если нет оригинала, аналог не предлагать'];

/** Most buyers name no vehicle. */
const VINS = ['', '', 'XTA21703080123456', 'Z94CB41AABR012345'];

const DELIVERIES = [
  { type: 'pickup', address: '' },
  { type: 'courier', address: 'г. Казань, ул. Баумана, д. 7, кв. 12' },
];

const IDS_START = Date.UTC(2024, 0, 1);
let lastId = 0;

/** Counts from the clock, so that a restarted sandbox does not reuse the ids a service already knows. */
export function nextOrderId(now: number = Date.now()): string {
  lastId = Math.max(lastId + 1, Math.floor((now - IDS_START) / 100));
  return `GZ-${lastId}`;
}

export function makeOrder(wanted: PartialOrder = {}, random: () => number = Math.random): Order {
  const { id, created_at, comment, vin, customer, delivery, positions, ...extra } = wanted;
  return {
    id: id ?? nextOrderId(),
    created_at: created_at ?? new Date().toISOString(),
    comment: comment ?? pick(COMMENTS, random),
    vin: vin ?? pick(VINS, random),
    customer: { ...pick(CUSTOMERS, random), ...customer },
    delivery: { ...pick(DELIVERIES, random), ...delivery },
    positions: makePositions(positions ?? oneToThree(random), random),
    ...extra,
  };
}

export function makePosition(wanted: Partial<Position>, id: Id, random: () => number = Math.random): Position {
  return completePosition(wanted, id, pick(PARTS, random), random);
}

function completePosition(wanted: Partial<Position>, id: Id, part: Part, random: () => number): Position {
  const quantity = 1 + Math.floor(random() * 4);
  return { id, ...part, quantity, delivery_days: 1 + Math.floor(random() * 5), comment: '', ...wanted };
}

/** Parts of one order differ, as long as there are enough of them: the step shares no divisor with their number. */
function makePositions(wanted: Partial<Position>[], random: () => number): Position[] {
  const start = Math.floor(random() * PARTS.length);
  const made: Position[] = [];
  wanted.forEach((position, index) => {
    const part = PARTS[(start + index * 5) % PARTS.length]!;
    const id = nextPositionId([...made, ...wanted.slice(index)], index + 1);
    made.push(completePosition(position, id, part, random));
  });
  return made;
}

function oneToThree(random: () => number): Partial<Position>[] {
  return Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({}));
}

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)]!;
}
