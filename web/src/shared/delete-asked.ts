import type { ReactNode } from 'react';
import { outOfDate } from '../api/queries';
import { confirm } from './confirm';
import { notifyFailure, notifySuccess } from './notify';
import { text } from './texts';

interface Deletion {
  title: string;
  children: ReactNode;
  /** What the button that goes on is called; «Delete» unless told. */
  confirm?: string;
  remove(): Promise<unknown>;
  /** What is said afterwards. */
  done: string;
  /** What is read anew, whatever came of it. */
  subject: string;
}

/** Deletes something in a list, after having asked. */
export async function deleteAsked({ remove, done, subject, ...question }: Deletion): Promise<void> {
  if (!(await confirm({ confirm: text('delete'), ...question, isDangerous: true }))) return;
  try {
    await remove();
    notifySuccess(done);
  } catch (error) {
    notifyFailure(error);
  }
  await outOfDate(subject);
}
