import { Module } from '@nestjs/common';
import { UndoController } from './undo.controller.js';
import { Undo } from './undo.service.js';

@Module({ controllers: [UndoController], providers: [Undo], exports: [Undo] })
export class UndoModule {}
