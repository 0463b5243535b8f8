import { Module } from '@nestjs/common';
import { SecretRotation } from './secret-rotation.service.js';

/** For the program that rotates secrets; the service itself has no use for it. */
@Module({ providers: [SecretRotation] })
export class SecretsModule {}
