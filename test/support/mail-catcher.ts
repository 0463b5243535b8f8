import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface CaughtMail {
  from: string;
  to: string[];
  /** As it came, headers and all. */
  raw: string;
}

/** A mail server of the test's own, which can be told to refuse. */
export class MailCatcher {
  readonly mails: CaughtMail[] = [];
  /** Answers that are given to the next recipients instead of taking them. */
  readonly refusals: number[] = [];
  isPasswordWrong = false;
  signIns = 0;
  private readonly server: SMTPServer;

  private constructor(withSignIn: boolean) {
    this.server = new SMTPServer({
      disabledCommands: withSignIn ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => {
        this.signIns += 1;
        if (this.isPasswordWrong) done(Object.assign(new Error('5.7.8 wrong password'), { responseCode: 535 }));
        else done(null, { user: 'shop' });
      },
      onRcptTo: (_address, _session, done) => {
        const responseCode = this.refusals.shift();
        done(responseCode ? Object.assign(new Error('refused by the test'), { responseCode }) : null);
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope;
          this.mails.push({
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            raw: Buffer.concat(chunks).toString(),
          });
          done();
        });
      },
    });
  }

  static async open(withSignIn = false): Promise<MailCatcher> {
    const catcher = new MailCatcher(withSignIn);
    await new Promise<void>((resolve) => void catcher.server.listen(0, '127.0.0.1', resolve));
    return catcher;
  }

  get url(): string {
    const { port } = this.server.server.address() as AddressInfo;
    return `smtp://127.0.0.1:${port}`;
  }

  to(address: string): CaughtMail[] {
    return this.mails.filter(({ to }) => to.includes(address));
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

/** The readable text of a mail: its plain and its HTML part, decoded. */
export function textOf({ raw }: CaughtMail): string {
  const parts = raw.split(/^--[^\r\n]+\r?\n/m).slice(1);
  return parts
    .map((part) => {
      const [headers = '', ...body] = part.split(/\r?\n\r?\n/);
      const text = body.join('\n\n');
      if (/base64/i.test(headers)) return Buffer.from(text, 'base64').toString();
      const bytes = text
        .replace(/=\r?\n/g, '')
        .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
      return Buffer.from(bytes, 'latin1').toString();
    })
    .join('\n');
}
