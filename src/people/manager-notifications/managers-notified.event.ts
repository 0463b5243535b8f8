/** Messages for managers were written that their panels show. */
export class ManagersNotified {
  constructor(readonly notifications: Array<{ id: number; userId: number }>) {}
}
