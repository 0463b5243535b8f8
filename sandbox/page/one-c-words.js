/** Names that statuses of orders have in usual configurations of 1C. */
export const STATUSES = ['Не согласован', 'К обеспечению', 'К отгрузке', 'Отгружен', 'Закрыт'];

export const LOSSES = [
  ['', 'ничего не терять'],
  ['query', 'терять ответ с заказами'],
  ['success', 'терять ответ на success'],
  ['file', 'терять ответ на файл'],
];

/** What the stand-in can be told to do: [name, words]. */
export const WHIMS = [
  ['skipSuccess', 'не подтверждать заказы'],
  ['repeatFile', 'слать файл дважды'],
  ['cutFileInTheMiddle', 'обрывать файл на середине'],
  ['otherEncoding', 'путать кодировку файла'],
  ['withDoctype', 'вставлять DOCTYPE'],
  ['withEntities', 'вставлять сущности XML'],
  ['zipBomb', 'слать zip-бомбу'],
  ['foreignOrders', 'добавлять чужие заказы'],
  ['unknownStatus', 'слать незнакомый статус'],
  ['echoStatus', 'возвращать статус сайта'],
  ['wrongPassword', 'ошибаться в пароле'],
  ['basicOnly', 'не хранить cookie'],
  ['slow', 'работать медленно'],
];

/** Which of them are on, in words. */
export function whimsOf(misbehaviour) {
  const loss = LOSSES.find(([kind]) => kind !== '' && kind === misbehaviour.loseAnswerOf);
  return [loss, ...WHIMS.filter(([name]) => misbehaviour[name])].filter(Boolean).map(([, words]) => words);
}

/** What is to be known of a document beside its number: [{ text, tone }]. */
export function marksOf(document) {
  const { cancelledBy, markedForDeletion, shipments, revisions, createdCount, changes, told } = document;
  return [
    createdCount > 1 && { text: `создан раз: ${createdCount}`, tone: 'bad' },
    cancelledBy === 'site' && { text: 'отменён сайтом', tone: 'bad' },
    cancelledBy === '1c' && { text: 'отменён в 1С', tone: 'bad' },
    markedForDeletion && { text: 'на удаление', tone: 'bad' },
    shipments.length > 0 && { text: `отгрузок: ${shipments.length}`, tone: 'good' },
    revisions > 1 && { text: `редакция ${revisions}`, tone: 'info' },
    changes > told && { text: 'сайт ещё не знает', tone: 'warn' },
  ].filter(Boolean);
}

/** What came of a session, in one line. */
export function gistOf({ created, revised, told, errors }) {
  const words = [
    created.length > 0 && `создано: ${created.length}`,
    revised.length > 0 && `изменено: ${revised.length}`,
    told.length > 0 && `сообщено: ${told.length}`,
  ].filter(Boolean);
  if (errors.length > 0) return errors[0];
  return words.length > 0 ? words.join(' · ') : 'нового нет';
}
