import { Injectable, OnModuleInit, SetMetadata, Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { Transaction } from './transaction.js';

const HANDLED_EVENT = Symbol('handledEvent');

type Handler = (event: object, tx: Transaction) => Promise<void>;

/**
 * Marks a method `(event, tx)` as a handler of a domain event. It runs inside the publisher's transaction: what it throws
 * undoes everything. For what may happen only after the commit it calls `tx.afterCommit`.
 */
export const OnDomainEvent = (event: Type<object>): MethodDecorator => SetMetadata(HANDLED_EVENT, event);

/** Carries domain events upwards, from the module in which something happened to those that follow from it. */
@Injectable()
export class DomainEventBus implements OnModuleInit {
  private readonly handlers = new Map<unknown, Handler[]>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    for (const { instance } of this.discovery.getProviders()) {
      if (!instance || typeof instance !== 'object') continue;
      for (const name of this.scanner.getAllMethodNames(Object.getPrototypeOf(instance))) {
        const event = this.reflector.get<Type<object> | undefined>(HANDLED_EVENT, instance[name]);
        if (event) this.on(event, instance[name].bind(instance));
      }
    }
  }

  async publish(tx: Transaction, event: object): Promise<void> {
    for (const handler of this.handlers.get(event.constructor) ?? []) await handler(event, tx);
  }

  private on(event: Type<object>, handler: Handler): void {
    this.handlers.set(event, [...(this.handlers.get(event) ?? []), handler]);
  }
}
