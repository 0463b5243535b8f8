const MAX_BUCKETS = 10_000;

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** Lets through so many calls a second for each key, and as many at once after a quiet second. */
export class TokenBuckets {
  private readonly buckets = new Map<string | number, Bucket>();

  /** @param perSecond 0 = no limit */
  constructor(private readonly perSecond: number) {}

  /** @param now ms, monotonic */
  take(key: string | number, now: number): boolean {
    if (this.perSecond === 0) return true;
    const bucket = this.buckets.get(key) ?? this.create(key, now);
    bucket.tokens = Math.min(this.perSecond, bucket.tokens + ((now - bucket.filledAt) / 1_000) * this.perSecond);
    bucket.filledAt = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  private create(key: string | number, now: number): Bucket {
    if (this.buckets.size >= MAX_BUCKETS) this.buckets.clear();
    const bucket = { tokens: this.perSecond, filledAt: now };
    this.buckets.set(key, bucket);
    return bucket;
  }
}
