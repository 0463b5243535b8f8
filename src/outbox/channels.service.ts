import { Injectable } from '@nestjs/common';
import { Channel } from './channel.js';

/** The ways to send; the modules that know how plug theirs in. */
@Injectable()
export class Channels {
  private readonly channels = new Map<string, Channel>();

  register(channel: Channel): void {
    this.channels.set(channel.name, channel);
  }

  get(name: string): Channel {
    const channel = this.channels.get(name);
    if (!channel) throw new Error(`No message channel is called ${name}.`);
    return channel;
  }
}
