/** Whose side each address shows; any other names an order of GettZap's, or none. */
const PLACES = { '#1c': 'one-c', '#abcp': 'abcp', '#parts-soft': 'parts-soft', '#supplier': 'supplier' };

export const isPlace = (name) => PLACES[location.hash] === name;

/** Shows the side that the address names, from its top unless it names an order. */
export function followPlace() {
  const { dataset } = document.body;
  const before = dataset.place;
  dataset.place = PLACES[location.hash] ?? 'orders';
  if (before !== dataset.place && !/^#\/./.test(location.hash)) window.scrollTo(0, 0);
  for (const link of document.querySelectorAll('.places a')) {
    if (link.dataset.to !== dataset.place) link.removeAttribute('aria-current');
    else {
      link.setAttribute('aria-current', 'page');
      // On a phone it may lie beyond the edge.
      link.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
  }
}
