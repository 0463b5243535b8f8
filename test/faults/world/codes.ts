/** GettZap's own status for items, and for orders, that pass into one of the directory. */
export const itemCode = (statusName: string) => `item: ${statusName}`;
export const orderCode = (statusName: string) => `order: ${statusName}`;
