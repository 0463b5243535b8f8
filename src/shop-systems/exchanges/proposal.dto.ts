import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ValidateIf } from 'class-validator';
import type { OrderItem } from '../../orders/orders/order.entity.js';
import { OneOf } from '../../platform/http/filters.js';
import { PageOf, PageQuery } from '../../platform/http/paging.dto.js';
import { IsId, IsOptionalDefined } from '../../platform/http/validation.js';
import type { Proposal, ProposalState } from './proposal.entity.js';

const PROPOSAL_STATES = ['open', 'accepted', 'dismissed', 'outdated'] as const;

export class ProposalQuery extends PageQuery {
  @ApiProperty({ enum: PROPOSAL_STATES, required: false })
  @OneOf(PROPOSAL_STATES)
  state?: ProposalState;
}

export class AcceptProposal {
  /** The status for refused pieces that the caller has seen in the exchange; another one by now: 409 `changed_meanwhile`. */
  @ApiPropertyOptional({ type: String, nullable: true })
  @IsId()
  @ValidateIf((_, value) => value !== null)
  @IsOptionalDefined()
  refusedStatusId?: string | null;
}

export class ProposalView {
  id: string;
  orderId: string;
  /** The first item of the position. */
  itemId: string | null;
  kind: 'refuse';
  brand: string;
  number: string;
  name: string;
  /** Pieces that are to be refused. */
  quantity: number;
  /** Pieces that the document has left. */
  leftQuantity: number;
  /** The buyer asks for it over there, nobody did it. */
  isAskedByClient: boolean;
  /** The document's number over there. */
  source: string;
  /** `outdated`: a later document said something else, or the pieces were refused here by hand. */
  @ApiProperty({ enum: PROPOSAL_STATES })
  state: ProposalState;
  createdAt: string;
  decidedAt: string | null;
  decidedBy: string;
}

export class ProposalPage extends PageOf(ProposalView) {}

export function presentProposal(proposal: Proposal, item: OrderItem | undefined): ProposalView {
  const { id, orderId, quantity, leftQuantity, isAskedByClient, source, state, createdAt } = proposal;
  const { decidedAt, decidedBy } = proposal;
  return {
    id: String(id),
    orderId: String(orderId),
    itemId: item ? String(item.id) : null,
    kind: 'refuse',
    brand: item?.brand ?? '',
    number: item?.number ?? '',
    name: item?.name ?? '',
    quantity,
    leftQuantity,
    isAskedByClient,
    source,
    state,
    createdAt: createdAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
    decidedBy,
  };
}
