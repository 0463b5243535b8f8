import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { User } from './user.entity.js';

/** The people who may sign in, for whoever has something to tell them. */
@Injectable()
export class ActiveUsers {
  all(manager: EntityManager): Promise<User[]> {
    return manager.findBy(User, { isActive: true });
  }

  find(manager: EntityManager, id: number): Promise<User | null> {
    return manager.findOneBy(User, { id, isActive: true });
  }
}
