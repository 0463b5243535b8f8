import { Type } from 'class-transformer';
import { IsInt, IsObject, IsString, Min, ValidateNested } from 'class-validator';

class PositionDto {
  @IsString() id: string;
  @IsString() brand: string;
  @IsString() number: string;
  @IsString() name: string;
  @IsInt() @Min(1) quantity: number;
  @IsString() price: string;
}

class OrderDto {
  @IsString() id: string;
  @IsString() comment: string;
  @IsObject() customer: { name: string; phone: string; email: string };
  @ValidateNested({ each: true }) @Type(() => PositionDto) positions: PositionDto[];
}

/** An order message, checked as one would write it first. */
export class MessageDto {
  @IsString() event: string;
  @ValidateNested() @Type(() => OrderDto) order: OrderDto;
}
