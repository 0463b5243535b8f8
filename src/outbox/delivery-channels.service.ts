import { Injectable } from '@nestjs/common';
import { DeliveryChannel } from './delivery-channel.js';

/** The ways to send; the modules that know how plug theirs in. */
@Injectable()
export class DeliveryChannels {
  private readonly channels = new Map<string, DeliveryChannel>();

  plugIn(channel: DeliveryChannel): void {
    this.channels.set(channel.name, channel);
  }

  get(name: string): DeliveryChannel {
    const channel = this.channels.get(name);
    if (!channel) throw new Error(`No delivery channel is called ${name}.`);
    return channel;
  }
}
