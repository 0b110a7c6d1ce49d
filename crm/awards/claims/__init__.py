"""政策兑现: claims of benefits, from the draft to the payment, and everything that keeps money from going out twice."""
