/**
 * Reads the facts about a VPC and its endpoints through the AWS clients. A module of its own that is imported on
 * demand, because loading the clients takes half a second.
 */
import { EC2Client, type EC2ClientConfig } from "@aws-sdk/client-ec2"
import { OpenSearchServerlessClient } from "@aws-sdk/client-opensearchserverless"
import { readAwsFacts } from "./AwsFacts.ts"
import { classicEndpoints } from "./ClassicEndpoints.ts"
import { ec2Questions } from "./Ec2Questions.ts"
import type { Place } from "./OwnPlace.ts"
import type { Service } from "./ServiceName.ts"

type Settings = Pick<EC2ClientConfig, "region" | "maxAttempts" | "requestHandler">

export const awsReader = (settings: Settings) => {
  const questions = ec2Questions(new EC2Client(settings))
  const collections = new OpenSearchServerlessClient(settings)
  return (services: ReadonlyArray<Service>, place: Place) =>
    readAwsFacts(questions, classicEndpoints(collections), services, place)
}
