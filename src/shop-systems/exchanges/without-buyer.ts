/** Names of what says who the buyer is, or may say it; what came is kept without it. */
const OF_BUYER = /user|guest|client|customer|buyer|agent|person|contact|address|phone|mobile|mail|fio|comment|note/i;

/**
 * An order as it came, but for its buyer: who is forgotten here would come back with it.
 * @param ofNobody names that are like those of a buyer's and are none
 */
export function withoutBuyer(raw: unknown, ofNobody: ReadonlySet<string>): unknown {
  if (Array.isArray(raw)) return raw.map((each) => withoutBuyer(each, ofNobody));
  if (typeof raw !== 'object' || raw === null) return raw;
  const kept = Object.entries(raw).filter(([name]) => ofNobody.has(name) || !OF_BUYER.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, withoutBuyer(value, ofNobody)]));
}
