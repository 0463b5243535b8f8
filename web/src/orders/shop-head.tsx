import { useRegionChoice } from '../shell/regions';
import classes from './print.module.css';

/** The shop as it calls itself in the region, where it has said so. */
export function ShopHead({ regionId }: { regionId: string }) {
  const { regions } = useRegionChoice();
  const region = regions.find(({ id }) => id === regionId);
  const { shopName = '', shopAddress = '', shopPhone = '' } = region ?? {};
  if (!shopName && !shopAddress && !shopPhone) return null;
  return (
    <header className={classes.shop}>
      {shopName && <strong>{shopName}</strong>}
      <span>{[shopAddress, shopPhone].filter(Boolean).join(' · ')}</span>
    </header>
  );
}
