import { lineOf, type BookDocument, type Books } from './books.js';

/** What a person at 1C does with its documents; the site hears of it with the next file. */
export class Desk {
  constructor(readonly books: Books) {}

  setStatus(id: string, status: string): BookDocument {
    return this.books.change(id, (document) => {
      document.status = status;
    });
  }

  setQuantity(id: string, line: string | number, quantity: number): BookDocument {
    return this.books.change(id, (document) => {
      lineOf(document, line).quantity = quantity;
    });
  }

  removeLine(id: string, line: string | number): BookDocument {
    return this.books.change(id, (document) => {
      const removed = lineOf(document, line);
      document.lines = document.lines.filter((each) => each !== removed);
    });
  }

  cancel(id: string): BookDocument {
    return this.books.change(id, (document) => {
      document.cancelled = true;
      document.cancelledBy = '1c';
    });
  }

  markForDeletion(id: string): BookDocument {
    return this.books.change(id, (document) => {
      document.markedForDeletion = true;
    });
  }

  /** Issues pieces of some lines by a document of their own, «Отпуск товара». */
  ship(id: string, lines: { line: string | number; quantity: number }[]): BookDocument {
    return this.books.change(id, (document) => {
      const shipped = lines.map(({ line, quantity }) => ({ ...lineOf(document, line), quantity }));
      const number = `${document.numberThere.replace('ЗК', 'РТ')}-${document.shipments.length + 1}`;
      document.shipments.push({ id: `${id}#${number}`, number, at: new Date(), lines: shipped });
    });
  }
}
